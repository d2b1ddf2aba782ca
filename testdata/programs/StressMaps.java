// stress: 200 400
// Concurrent maps, adders and updaters under many threads, with exact totals; arguments: threads, rounds.
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;

public class StressMaps {
    static int threads, rounds;

    interface Body { void run(int me) throws Exception; }

    static void together(Body body) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < threads; i++) {
            int me = i;
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    body.run(me);
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            all.add(thread);
            thread.start();
        }
        start.countDown();
        for (Thread thread : all) thread.join();
        for (Throwable failure : failures) throw new AssertionError(failure);
    }

    static long sum(Collection<? extends Number> numbers) {
        return numbers.stream().mapToLong(Number::longValue).sum();
    }

    static void counting(String name, ConcurrentMap<String, Integer> map) throws Exception {
        together(me -> {
            for (int i = 0; i < rounds; i++) {
                map.merge("key" + (i * 7 + me) % 50, 1, Integer::sum);
                map.compute("key" + i % 50, (k, v) -> v == null ? 1 : v + 1);
                map.computeIfAbsent("once" + i, k -> 0);
                map.computeIfPresent("once" + i, (k, v) -> v + 1);
                if (i % 10 == 0) for (String key : map.keySet()) if (key.isEmpty()) throw new AssertionError();
            }
        });
        long keys = 0, once = 0;
        for (Map.Entry<String, Integer> entry : map.entrySet()) if (entry.getKey().startsWith("key")) keys += entry.getValue(); else once += entry.getValue();
        System.out.println(name + " " + (keys == 2L * threads * rounds) + " " + (once == (long) threads * rounds) + " " + (map.size() == Math.min(50, rounds) + rounds || rounds < 50));
    }

    // Each key is put and removed by somebody: exactly one thread removes it.
    static void claiming(String name, ConcurrentMap<Integer, Object> map) throws Exception {
        LongAdder put = new LongAdder(), removed = new LongAdder(), replaced = new LongAdder();
        together(me -> {
            for (int i = 0; i < rounds; i++) {
                Integer key = 1000 + i % 97;
                Object mine = new int[] {me, i};
                if (map.putIfAbsent(key, mine) == null) put.increment();
                Object there = map.get(key);
                if (there != null && i % 3 == 0 && map.replace(key, there, mine)) replaced.increment();
                if (i % 2 == 0 && map.remove(key) != null) removed.increment();
            }
        });
        System.out.println(name + " " + (put.sum() - removed.sum() == map.size()) + " " + (replaced.sum() > 0));
    }

    static class Cell {
        volatile int number;
        volatile long big;
        volatile Cell next;
        static final AtomicIntegerFieldUpdater<Cell> NUMBER = AtomicIntegerFieldUpdater.newUpdater(Cell.class, "number");
        static final AtomicLongFieldUpdater<Cell> BIG = AtomicLongFieldUpdater.newUpdater(Cell.class, "big");
        static final AtomicReferenceFieldUpdater<Cell, Cell> NEXT = AtomicReferenceFieldUpdater.newUpdater(Cell.class, Cell.class, "next");
    }

    static void atomics() throws Exception {
        Cell cell = new Cell();
        LongAdder adder = new LongAdder();
        LongAccumulator max = new LongAccumulator(Math::max, Long.MIN_VALUE);
        DoubleAdder doubles = new DoubleAdder();
        AtomicIntegerArray array = new AtomicIntegerArray(10);
        AtomicReference<List<Integer>> list = new AtomicReference<>(List.of());
        AtomicStampedReference<String> stamped = new AtomicStampedReference<>("s", 0);
        AtomicMarkableReference<String> marked = new AtomicMarkableReference<>("m", false);
        AtomicLong won = new AtomicLong();
        together(me -> {
            for (int i = 0; i < rounds; i++) {
                Cell.NUMBER.incrementAndGet(cell);
                Cell.BIG.accumulateAndGet(cell, 3, Long::sum);
                Cell fresh = new Cell();
                Cell.NEXT.updateAndGet(cell, head -> { fresh.next = head; return fresh; });
                adder.add(i);
                max.accumulate((long) me * rounds + i);
                doubles.add(0.5);
                array.getAndUpdate(i % 10, x -> x + 1);
                if (i % 10 == 0) list.updateAndGet(old -> { List<Integer> longer = new ArrayList<>(old.subList(0, Math.min(20, old.size()))); longer.add(me); return longer; });
                int[] stamp = new int[1];
                String value;
                do value = stamped.get(stamp); while (!stamped.compareAndSet(value, value, stamp[0], stamp[0] + 1));
                if (marked.compareAndSet("m", "m", false, true)) { won.incrementAndGet(); marked.set("m", false); }
            }
        });
        long total = (long) threads * rounds;
        int length = 0;
        for (Cell c = cell.next; c != null; c = c.next) length++;
        int inArray = 0;
        for (int i = 0; i < 10; i++) inArray += array.get(i);
        System.out.println("updaters " + (cell.number == total) + " " + (cell.big == 3 * total) + " " + (length == total));
        System.out.println("adders " + (adder.sum() == (long) threads * rounds * (rounds - 1) / 2) + " " + (max.get() == total - 1) + " " + (doubles.sum() == total / 2.0));
        System.out.println("arrays " + (inArray == total) + " " + (list.get().size() <= 21) + " " + (stamped.getStamp() == total) + " " + (won.get() > 0));
    }

    static void collections() throws Exception {
        CopyOnWriteArrayList<Integer> list = new CopyOnWriteArrayList<>();
        ConcurrentSkipListSet<Integer> set = new ConcurrentSkipListSet<>();
        Set<Object> identities = ConcurrentHashMap.newKeySet();
        Map<Object, Integer> weak = Collections.synchronizedMap(new WeakHashMap<>());
        int few = Math.min(rounds, 50);
        together(me -> {
            for (int i = 0; i < few; i++) {
                list.add(me * few + i);
                if (i % 2 == 0) list.remove((Integer) (me * few + i));
                set.add(me * few + i);
                identities.add(new Object());
                weak.put(new Object(), i);
                if (set.ceiling(me * few) != me * few) throw new AssertionError("lost " + me);
            }
        });
        System.out.println("collections " + (list.size() == threads * (few / 2)) + " " + (set.size() == threads * few) + " " + (identities.size() == threads * few));
        int last = -1;
        for (int i : set) if (i != ++last) System.out.println("gap at " + i);
    }

    public static void main(String[] args) throws Exception {
        threads = args.length > 0 ? Integer.parseInt(args[0]) : 8;
        rounds = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        counting("ConcurrentHashMap", new ConcurrentHashMap<>(2));
        counting("ConcurrentSkipListMap", skipList());
        claiming("ConcurrentHashMap", new ConcurrentHashMap<>());
        claiming("ConcurrentSkipListMap", new ConcurrentSkipListMap<>());
        atomics();
        collections();
    }

    // computeIfAbsent of a skip list may call its function in vain, which does no harm here.
    static ConcurrentMap<String, Integer> skipList() {
        return new ConcurrentSkipListMap<>();
    }
}
