// runs: (4)="P[x=4, s=x, d=2.5] truetruefalse4E[]"
public class RecordMethods {
    record P(int x, String s, double d) {
    }

    record E() {
    }

    public static Object test(int n) {
        P a = new P(n, "x", 2.5), b = new P(n, "x", 2.5);
        return a + " " + a.equals(b) + (a.hashCode() == b.hashCode()) + a.equals(new P(n, "y", 2.5)) + a.x() + new E();
    }
}
