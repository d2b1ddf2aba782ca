// ThreadLocal, InheritableThreadLocal, uncaught exceptions in other threads (exit code stays 0).
import java.util.*;

public class ThreadLocals {
    static final ThreadLocal<Integer> id = ThreadLocal.withInitial(() -> 100);
    static final InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>() {
        @Override protected String childValue(String parent) { return parent + "-child"; }
    };

    public static void main(String[] args) throws Exception {
        inherited.set("main");
        id.set(1);
        Thread t = new Thread(() -> {
            System.out.println(id.get() + " " + inherited.get());
            id.set(5);
            id.remove();
            System.out.println(id.get());
        });
        t.start();
        t.join();
        System.out.println(id.get() + " " + inherited.get());
        List<ThreadLocal<int[]>> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ThreadLocal<int[]> l = new ThreadLocal<>();
            l.set(new int[] {i});
            many.add(l);
        }
        many.subList(0, 100).clear();
        System.gc();
        int sum = 0;
        for (ThreadLocal<int[]> l : many) sum += l.get()[0];
        System.out.println(sum);
        Thread bad = new Thread(null, () -> { int[] a = new int[1]; a[1] = 0; }, "bad-thread");
        bad.start();
        bad.join();
        Thread.setDefaultUncaughtExceptionHandler((th, e) -> System.out.println("default handler: " + th.getName() + " " + e.getMessage()));
        Thread worse = new Thread(() -> { throw new Error("worse"); }, "worse");
        worse.start();
        worse.join();
        System.out.println("main ends normally");
    }
}
