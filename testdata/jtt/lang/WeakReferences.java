// runs: (5)=true
public class WeakReferences {
    static java.lang.ref.WeakReference<Object> make() {
        return new java.lang.ref.WeakReference<>(new byte[1000]);
    }

    public static boolean test(int n) {
        java.lang.ref.WeakReference<Object> dead = make();
        Object strong = new Object();
        java.lang.ref.WeakReference<Object> live = new java.lang.ref.WeakReference<>(strong);
        for (int i = 0; i < n && dead.get() != null; i++) System.gc();
        boolean ok = live.get() == strong;
        return ok && strong.hashCode() == live.get().hashCode();
    }
}
