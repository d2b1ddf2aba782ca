// runs: (1)="C1B1A1"
public class SuperCalls {
    static class A { String name(int n) { return "A" + n; } }

    static class B extends A { @Override String name(int n) { return "B" + n + super.name(n); } }

    static class C extends B { @Override String name(int n) { return "C" + n + super.name(n); } }

    public static Object test(int n) {
        return new C().name(n);
    }
}
