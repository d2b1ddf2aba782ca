// runs: (1)="true false true true"
public class StringIntern {
    public static Object test(int n) {
        String a = "lit" + 1, b = new String("lit1"), c = ("li" + "t" + (n - n + 1)).intern();
        return (a == "lit1") + " " + (b == a) + " " + (b.intern() == a) + " " + (c == a);
    }
}
