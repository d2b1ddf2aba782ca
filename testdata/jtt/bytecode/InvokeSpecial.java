// runs: (1)="derived1base1secret"; (2)="derived2base2secret"
public class InvokeSpecial {
    static class Base {
        final int n;
        Base(int n) { this.n = n; }
        String name() { return "base" + n; }
    }

    static class Derived extends Base {
        Derived(int n) { super(n); }
        @Override String name() { return "derived" + n; }
        String up() { return super.name() + secret(); }
        private String secret() { return "secret"; }
    }

    public static Object test(int n) {
        Derived d = new Derived(n);
        return d.name() + d.up();
    }
}
