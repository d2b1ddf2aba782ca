// stress: 200 400
// Queues and executors under many threads: nothing is lost, nothing comes twice; arguments: threads, rounds.
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.stream.*;

public class StressQueues {
    static int threads, rounds;

    record Item(int producer, int number, byte[] load) implements Delayed {
        public int compareTo(Delayed other) { return Integer.compare(number, ((Item) other).number); }
        public long getDelay(TimeUnit unit) { return 0; }
    }

    static void check(String name, BlockingQueue<Item> queue, boolean ordered) throws Exception {
        int pairs = Math.max(1, threads / 2);
        AtomicIntegerArray seen = new AtomicIntegerArray(pairs * rounds);
        AtomicInteger disorder = new AtomicInteger();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            int me = i;
            all.add(new Thread(() -> {
                try {
                    for (int n = 0; n < rounds; n++) {
                        Item item = new Item(me, n, new byte[n % 100]);
                        if (n % 5 != 0 || !queue.offer(item, 1, TimeUnit.MILLISECONDS)) queue.put(item);
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
            all.add(new Thread(() -> {
                int[] last = new int[pairs];
                Arrays.fill(last, -1);
                try {
                    for (int n = 0; n < rounds; n++) {
                        Item item = n % 3 == 0 ? queue.poll(1, TimeUnit.MILLISECONDS) : null;
                        if (item == null) item = queue.take();
                        seen.incrementAndGet(item.producer * rounds + item.number);
                        if (ordered && last[item.producer] >= item.number) disorder.incrementAndGet();
                        last[item.producer] = item.number;
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        all.forEach(Thread::start);
        for (Thread thread : all) thread.join();
        boolean once = IntStream.range(0, pairs * rounds).allMatch(i -> seen.get(i) == 1);
        System.out.println(name + " " + once + " " + disorder + " " + queue.isEmpty());
    }

    static void nonBlocking(String name, Queue<Integer> queue) throws Exception {
        AtomicLong in = new AtomicLong(), out = new AtomicLong();
        AtomicInteger left = new AtomicInteger(threads * rounds);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int me = i;
            all.add(new Thread(() -> {
                for (int n = 0; n < rounds; n++) {
                    queue.add(me * rounds + n);
                    in.addAndGet(me * rounds + n);
                    Integer got = queue.poll();
                    if (got != null) {
                        out.addAndGet(got);
                        left.decrementAndGet();
                    }
                    if (n % 20 == 0) queue.remove(me * rounds + n + 1_000_000_000);
                }
            }));
        }
        all.forEach(Thread::start);
        for (Thread thread : all) thread.join();
        for (Integer got; (got = queue.poll()) != null; left.decrementAndGet()) out.addAndGet(got);
        System.out.println(name + " " + (in.get() == out.get()) + " " + left);
    }

    static void executors() throws Exception {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(2, threads, 5, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(10), new ThreadPoolExecutor.CallerRunsPolicy());
        LongAdder sum = new LongAdder();
        List<Future<Long>> futures = new ArrayList<>();
        for (int i = 0; i < rounds * 4; i++) {
            long n = i;
            futures.add(pool.submit(() -> { sum.add(n); return n * n; }));
        }
        long squares = 0;
        for (Future<Long> future : futures) squares += future.get();
        pool.shutdown();
        long m = rounds * 4L;
        System.out.println("pool " + pool.awaitTermination(60, TimeUnit.SECONDS) + " " + (sum.sum() == m * (m - 1) / 2) + " " + (squares == (m - 1) * m * (2 * m - 1) / 6));
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(Math.min(threads, 8));
        CountDownLatch ticks = new CountDownLatch(20);
        timer.scheduleWithFixedDelay(ticks::countDown, 0, 1, TimeUnit.MILLISECONDS);
        List<ScheduledFuture<Integer>> delayed = IntStream.range(0, rounds).mapToObj(i -> timer.schedule(() -> i, i % 10, TimeUnit.MILLISECONDS)).toList();
        long total = 0;
        for (ScheduledFuture<Integer> future : delayed) total += future.get();
        ticks.await();
        System.out.println("timer " + (total == (long) rounds * (rounds - 1) / 2) + " " + (timer.shutdownNow() != null));
    }

    static class Sum extends RecursiveTask<Long> {
        final int from, to;
        Sum(int from, int to) { this.from = from; this.to = to; }
        @Override protected Long compute() {
            if (to - from < 20) {
                List<Integer> all = new ArrayList<>();
                for (int i = from; i < to; i++) all.add(i);
                return all.stream().mapToLong(i -> i).sum();
            }
            Sum left = new Sum(from, (from + to) / 2), right = new Sum((from + to) / 2, to);
            invokeAll(left, right);
            return left.join() + right.join();
        }
    }

    static void forkJoin() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(Math.min(threads, 32));
        int n = rounds * 20;
        System.out.println("fork " + (pool.invoke(new Sum(0, n)) == (long) n * (n - 1) / 2));
        Map<Integer, Long> groups = pool.submit(() -> IntStream.range(0, n).parallel().boxed().collect(Collectors.groupingByConcurrent(i -> i % 7, Collectors.counting()))).get();
        System.out.println("groups " + groups.values().stream().mapToLong(i -> i).sum() / n + " " + groups.size());
        CompletableFuture<Integer> chain = CompletableFuture.completedFuture(0);
        for (int i = 0; i < rounds; i++) {
            CompletableFuture<Integer> one = CompletableFuture.supplyAsync(() -> 1, pool);
            chain = i % 2 == 0 ? chain.thenCombineAsync(one, Integer::sum, pool) : chain.thenComposeAsync(x -> one.thenApply(y -> x + y), pool);
        }
        System.out.println("chain " + (chain.get() == rounds));
        List<CompletableFuture<Integer>> many = IntStream.range(0, rounds).mapToObj(i -> CompletableFuture.supplyAsync(() -> {
            if (i % 10 == 9) throw new IllegalStateException("number " + i);
            return i;
        }, pool).exceptionally(e -> -1)).toList();
        CompletableFuture.allOf(many.toArray(new CompletableFuture<?>[0])).join();
        System.out.println("failures " + many.stream().filter(f -> f.join() == -1).count() * 10 / rounds);
        pool.shutdown();
        System.out.println(pool.awaitTermination(60, TimeUnit.SECONDS));
    }

    public static void main(String[] args) throws Exception {
        threads = args.length > 0 ? Integer.parseInt(args[0]) : 8;
        rounds = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        check("ArrayBlockingQueue", new ArrayBlockingQueue<>(5), threads <= 2);
        check("LinkedBlockingQueue", new LinkedBlockingQueue<>(7), false);
        check("LinkedBlockingDeque", new LinkedBlockingDeque<>(7), false);
        check("LinkedTransferQueue", new LinkedTransferQueue<>(), false);
        check("SynchronousQueue", new SynchronousQueue<>(), false);
        check("PriorityBlockingQueue", new PriorityBlockingQueue<>(), false);
        check("DelayQueue", new DelayQueue<>(), false);
        nonBlocking("ConcurrentLinkedQueue", new ConcurrentLinkedQueue<>());
        nonBlocking("ConcurrentLinkedDeque", new ConcurrentLinkedDeque<>());
        executors();
        forkJoin();
    }
}
