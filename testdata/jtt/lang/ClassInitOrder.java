// runs: (0)="5"; (1)="Base 1Derived 2"; (2)="Default Impl "
public class ClassInitOrder {
    static final StringBuilder log = new StringBuilder();

    static int note(String s, int v) {
        log.append(s).append(' ');
        return v;
    }

    static class Constant {
        static final int VALUE = 5;
        static int other = note("Constant", 1);
    }

    static class Base { static int base = note("Base", 1); }

    static class Derived extends Base { static int own = note("Derived", 2); }

    interface WithDefault {
        int X = note("Default", 0);
        default void m() { }
    }

    interface Plain { int Y = note("Plain", 0); }

    static class Impl implements WithDefault, Plain {
        static int z = note("Impl", 0);
    }

    public static Object test(int n) {
        log.setLength(0);
        if (n == 0) return log.append(Constant.VALUE).toString();
        if (n == 1) return log.append(Derived.base).append(Derived.own).toString();
        new Impl();
        return log.toString();
    }
}
