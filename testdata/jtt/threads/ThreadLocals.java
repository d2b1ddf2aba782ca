// runs: (3)=355
public class ThreadLocals {
    public static int test(int n) throws Exception {
        ThreadLocal<Integer> l = ThreadLocal.withInitial(() -> 5);
        l.set(n);
        int[] other = {0};
        Thread t = new Thread(() -> {
            other[0] = l.get();
            l.set(99);
        });
        t.start();
        t.join();
        int mine = l.get();
        l.remove();
        return mine * 100 + other[0] * 10 + l.get();
    }
}
