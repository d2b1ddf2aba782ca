// runs: (1)="6h1in6"
public class NestMates {
    static class Outer {
        private int secret;
        private Outer(int n) { secret = n; }
        private String hidden() { return "h" + (secret - 5); }

        private static class In {
            private String peek(Outer o) { return "in" + o.secret; }
        }
    }

    public static Object test(int n) {
        Outer o = new Outer(n);
        o.secret += 5;
        return o.secret + o.hidden() + new Outer.In().peek(o);
    }
}
