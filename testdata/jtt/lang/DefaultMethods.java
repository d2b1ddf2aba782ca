// runs: (0)="AAA"; (1)="B>ABB"; (2)="B>ABB"; (3)="o>B>Aoo"
public class DefaultMethods {
    interface A {
        default String m() { return "A"; }
        default String twice() { return first() + first(); }
        private String first() { return m().substring(0, 1); }
    }

    interface B extends A { default String m() { return "B>" + A.super.m(); } }

    static class Both implements A, B { }

    static class Overrides extends Both { public String m() { return "o>" + super.m(); } }

    public static Object test(int n) {
        A a = n == 0 ? new A() { } : n == 1 ? new B() { } : n == 2 ? new Both() : new Overrides();
        return a.m() + a.twice();
    }
}
