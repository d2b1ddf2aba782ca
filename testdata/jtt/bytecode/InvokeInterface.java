// runs: (0)="A3AA7"; (1)="B3BBoverridden7"; (2)="C3CC7"; (3)=!java.lang.NullPointerException
public class InvokeInterface {
    interface Shape {
        String name(int a, long b);
        default String twice() { String s = name(0, 0).substring(0, 1); return s + s; }
    }

    static class A implements Shape {
        public String name(int a, long b) { return "A" + (a + b); }
        @Override public int hashCode() { return 7; }
    }

    static class B extends A {
        @Override public String name(int a, long b) { return "B" + (a + b); }
        @Override public String twice() { return "BBoverridden"; }
    }

    static class C extends A {
        @Override public String name(int a, long b) { return "C" + (a + b); }
    }

    public static Object test(int n) {
        Shape s = n == 0 ? new A() : n == 1 ? new B() : n == 2 ? new C() : null;
        return s.name(1, 2L) + s.twice() + s.hashCode();
    }
}
