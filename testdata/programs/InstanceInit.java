// Instance initialisation: field initialisers, blocks, this(), super(), virtual calls from constructors.
public class InstanceInit {
    static StringBuilder sb = new StringBuilder();

    static int log(String s) { sb.append(s).append(' '); return s.length(); }

    static class Base {
        int a = log("Base.a");
        { log("Base{}"); }
        Base() { this(log("arg")); log("Base()"); }
        Base(int n) { log("Base(int)"); hook(); }
        void hook() { log("Base.hook"); }
    }

    static class Derived extends Base {
        int x = log("Derived.x");
        final int constant = 7;
        final int late;
        String s = "set";
        { log("first"); }
        Derived() { super(); late = 3; log("Derived()"); }
        Derived(String t) { super(log("t")); late = 4; log("Derived(String)"); }
        { log("second"); }
        @Override void hook() { log("hook[x=" + x + ",c=" + constant + ",late=" + late + ",s=" + s + "]"); }
    }

    static class Throws {
        static int alive;
        final int id = ++alive;
        { if (id == 2) throw new IllegalStateException("second"); }
    }

    class Inner { int v = outerField; }
    int outerField = 11;

    static class Counter {
        private static int next = 0;
        final int n = next++;
        final Counter child = n < 3 ? new Counter() : null;
    }

    public static void main(String[] args) {
        new Derived();
        System.out.println(sb);
        sb.setLength(0);
        new Derived("x");
        System.out.println(sb);
        new Throws();
        try {
            new Throws();
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage() + " " + Throws.alive);
        }
        System.out.println(new InstanceInit().new Inner().v);
        Counter c = new Counter();
        System.out.println(c.n + "" + c.child.n + c.child.child.n + c.child.child.child.n + c.child.child.child.child);
        Object anonymous = new Base(5) { int own = log("own"); { log("anon{}"); } @Override void hook() { log("anon.hook" + own); } };
        System.out.println(sb.substring(sb.indexOf("Base.a", 200 % 3)));
        System.out.println(anonymous instanceof Base);
    }
}
