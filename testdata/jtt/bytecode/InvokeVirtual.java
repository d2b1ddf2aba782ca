// runs: (0)="base1 2 3.5own"; (1)="derived1 2 3.5own"; (2)="derived1 2 3.5more"
// runs: (3)=!java.lang.NullPointerException
public class InvokeVirtual {
    static class Base {
        String name(int a, long b, double c) { return "base" + a + " " + b + " " + c; }
        final String plain() { return "own"; }
        String own() { return plain(); }
    }

    static class Derived extends Base {
        @Override String name(int a, long b, double c) { return "derived" + a + " " + b + " " + c; }
    }

    static class More extends Derived {
        @Override String own() { return "more"; }
    }

    public static Object test(int n) {
        Base b = n == 0 ? new Base() : n == 1 ? new Derived() : n == 2 ? new More() : null;
        return b.name(1, 2L, 3.5) + b.own();
    }
}
