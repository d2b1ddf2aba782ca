// runs: (127)="true true true false"; (-128)="true true true false"; (1000)="false true false false"
public class IntegerCache {
    public static Object test(int n) {
        Integer a = n, b = n;
        Long c = (long) n, d = (long) n;
        return (a == b) + " " + a.equals(b) + " " + (c == d) + " " + a.equals(c);
    }
}
