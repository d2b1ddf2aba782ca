// runs: (3)="3fixed6"
public class FinalFields {
    static class Holder {
        final int a;
        final String b = "fixed";
        final long c;
        Holder(int n) {
            a = n;
            c = 2 * a;
        }
    }

    public static Object test(int n) {
        Holder h = new Holder(n);
        return h.a + h.b + h.c;
    }
}
