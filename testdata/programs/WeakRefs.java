// Weak, soft and phantom references, reference queues, WeakHashMap.
import java.lang.ref.*;
import java.util.*;

public class WeakRefs {
    static void gc(ReferenceQueue<?> q, int wanted, List<Reference<?>> out) throws InterruptedException {
        for (int i = 0; i < 50 && out.size() < wanted; i++) {
            System.gc();
            Reference<?> r;
            while ((r = q.remove(20)) != null) out.add(r);
        }
    }

    static WeakReference<Object> weak(Object o, ReferenceQueue<Object> q) { return new WeakReference<>(o, q); }

    static List<Reference<Object>> make(ReferenceQueue<Object> q, int n) {
        List<Reference<Object>> refs = new ArrayList<>();
        for (int i = 0; i < n; i++) refs.add(new WeakReference<>(new byte[100 + i], q));
        return refs;
    }

    static void fillMap(Map<Object, String> m, List<Object> keep) {
        for (int i = 0; i < 100; i++) {
            Object key = new Object();
            m.put(key, "v" + i);
            if (i % 10 == 0) keep.add(key);
        }
    }

    static void clobber(int n) { if (n > 0) { Object[] a = new Object[20]; a[0] = n; clobber(n - 1); } }

    public static void main(String[] args) throws Exception {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        Object strong = new StringBuilder("strong");
        WeakReference<Object> kept = weak(strong, queue);
        List<Reference<Object>> refs = make(queue, 1000);
        clobber(100);
        List<Reference<?>> dead = new ArrayList<>();
        gc(queue, 900, dead);
        long cleared = refs.stream().filter(r -> r.get() == null).count();
        System.out.println((dead.size() >= 900) + " " + (cleared >= 900) + " " + (kept.get() == strong) + " " + kept.refersTo(strong) + " " + kept.isEnqueued() + " " + refs.containsAll(dead));

        SoftReference<byte[]> soft = new SoftReference<>(new byte[1000]);
        System.gc();
        System.out.println(soft.get() != null && soft.get().length == 1000);

        ReferenceQueue<Object> phantoms = new ReferenceQueue<>();
        List<PhantomReference<Object>> ps = new ArrayList<>();
        for (int i = 0; i < 100; i++) ps.add(new PhantomReference<>(new Object(), phantoms));
        clobber(100);
        List<Reference<?>> gone = new ArrayList<>();
        gc(phantoms, 90, gone);
        System.out.println((gone.size() >= 90) + " " + ps.get(0).get());

        WeakHashMap<Object, String> map = new WeakHashMap<>();
        List<Object> keep = new ArrayList<>();
        fillMap(map, keep);
        clobber(100);
        for (int i = 0; i < 50 && map.size() > 20; i++) {
            System.gc();
            Thread.sleep(10);
        }
        System.out.println((map.size() >= 10 && map.size() <= 20) + " " + map.get(keep.get(3)));

        WeakReference<Object> manual = weak(new Object(), queue);
        boolean enqueued = manual.enqueue();
        System.out.println(enqueued + " " + manual.get() + " " + (queue.poll() != null) + " " + manual.enqueue());
        manual = weak("x", null);
        manual.clear();
        System.out.println(manual.get());
        Reference.reachabilityFence(strong);
    }
}
