// Executors, futures, CompletableFuture, ForkJoin, timers.
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.*;

public class FuturesTour {
    static class Sum extends RecursiveTask<Long> {
        final int lo, hi;
        Sum(int lo, int hi) { this.lo = lo; this.hi = hi; }
        @Override protected Long compute() {
            if (hi - lo < 100) {
                long s = 0;
                for (int i = lo; i < hi; i++) s += i;
                return s;
            }
            Sum left = new Sum(lo, (lo + hi) / 2), right = new Sum((lo + hi) / 2, hi);
            left.fork();
            return right.compute() + left.join();
        }
    }

    public static void main(String[] args) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        List<Callable<Integer>> tasks = IntStream.range(0, 10).<Callable<Integer>>mapToObj(i -> () -> i * i).toList();
        int sum = 0;
        for (Future<Integer> f : pool.invokeAll(tasks)) sum += f.get();
        System.out.println(sum + " " + pool.invokeAny(List.of(() -> "any")));
        Future<Object> failed = pool.submit(() -> { throw new IllegalStateException("task"); });
        try {
            failed.get();
        } catch (ExecutionException e) {
            System.out.println(e.getMessage() + " | " + e.getCause());
        }
        Future<?> slow = pool.submit(() -> { try { Thread.sleep(60_000); } catch (InterruptedException e) { Thread.currentThread().interrupt(); } });
        try {
            slow.get(20, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            System.out.println("timeout " + slow.cancel(true) + slow.isCancelled() + slow.isDone());
        }
        CompletableFuture<Integer> a = CompletableFuture.supplyAsync(() -> 20, pool), b = CompletableFuture.supplyAsync(() -> 22, pool);
        System.out.println(a.thenCombine(b, Integer::sum).thenApply(x -> "sum " + x).get() + " " + a.thenCompose(x -> CompletableFuture.completedFuture(x * 2)).join());
        CompletableFuture<String> broken = CompletableFuture.<String>supplyAsync(() -> { throw new RuntimeException("async"); }, pool).exceptionally(t -> t.getClass().getSimpleName() + ":" + t.getCause().getMessage());
        System.out.println(broken.get() + " " + CompletableFuture.failedFuture(new Error("e")).handle((v, t) -> v + "/" + t.getMessage()).join());
        System.out.println(CompletableFuture.allOf(a, b).thenApply(v -> "all").join() + " " + CompletableFuture.anyOf(CompletableFuture.completedFuture("first"), new CompletableFuture<>()).join() + " " + new CompletableFuture<String>().completeOnTimeout("late", 10, TimeUnit.MILLISECONDS).join());
        pool.shutdown();
        System.out.println(pool.awaitTermination(5, TimeUnit.SECONDS));
        try {
            pool.submit(() -> 1);
        } catch (RejectedExecutionException e) {
            System.out.println("rejected");
        }
        System.out.println(new ForkJoinPool(2).invoke(new Sum(0, 10_000)) + " " + IntStream.rangeClosed(1, 1000).parallel().mapToLong(i -> i).sum() + " " + Arrays.stream(new int[] {5, 3, 1}).parallel().sorted().boxed().toList());
        ScheduledExecutorService sched = Executors.newScheduledThreadPool(1);
        CountDownLatch ticks = new CountDownLatch(3);
        sched.scheduleAtFixedRate(ticks::countDown, 0, 5, TimeUnit.MILLISECONDS);
        System.out.println(sched.schedule(() -> "scheduled", 5, TimeUnit.MILLISECONDS).get() + " " + ticks.await(5, TimeUnit.SECONDS) + " " + (sched.shutdownNow() != null));
        Timer timer = new Timer("timer", true);
        CountDownLatch fired = new CountDownLatch(1);
        timer.schedule(new TimerTask() { @Override public void run() { fired.countDown(); } }, 5);
        System.out.println(fired.await(5, TimeUnit.SECONDS));
        ExecutorService single = Executors.newSingleThreadExecutor(r -> { Thread t = new Thread(r, "named"); t.setDaemon(true); return t; });
        System.out.println(single.submit(() -> Thread.currentThread().getName()).get());
    }
}
