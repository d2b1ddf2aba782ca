// runs: (7)="base hook0 field block derived7"
public class InstanceInitOrder {
    static final StringBuilder log = new StringBuilder();

    static class Base {
        Base() {
            log.append("base ");
            hook();
        }
        void hook() { }
    }

    static class Derived extends Base {
        int v = log.append("field ").length();
        { log.append("block "); }
        Derived(int n) { log.append("derived").append(n); }
        @Override void hook() { log.append("hook").append(v).append(' '); }
    }

    public static Object test(int n) {
        log.setLength(0);
        new Derived(n);
        return log.toString();
    }
}
