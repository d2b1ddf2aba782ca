// PriorityQueue, ArrayDeque, PriorityBlockingQueue, DelayQueue-free scheduling simulation.
import java.util.*;
import java.util.concurrent.*;

public class QueuesAndHeaps {
    record Task(int at, String name, int cost) implements Comparable<Task> {
        public int compareTo(Task o) { return at != o.at ? Integer.compare(at, o.at) : name.compareTo(o.name); }
    }

    public static void main(String[] args) {
        PriorityQueue<Integer> q = new PriorityQueue<>(List.of(5, 3, 8, 1, 9, 2));
        System.out.println(q + " " + q.peek());
        q.remove(8);
        q.offer(0);
        StringBuilder sb = new StringBuilder();
        while (!q.isEmpty()) sb.append(q.poll()).append(' ');
        System.out.println(sb);
        PriorityQueue<String> byLength = new PriorityQueue<>(Comparator.comparingInt(String::length).thenComparing(Comparator.reverseOrder()));
        Collections.addAll(byLength, "ccc", "a", "bb", "dddd", "b", "aa");
        while (!byLength.isEmpty()) System.out.print(byLength.poll() + " ");
        System.out.println();
        PriorityQueue<Task> events = new PriorityQueue<>();
        for (int i = 0; i < 5; i++) events.add(new Task(i * 3 % 7, "t" + i, i + 1));
        int clock = 0, busy = 0;
        List<String> trace = new ArrayList<>();
        while (!events.isEmpty() && trace.size() < 20) {
            Task t = events.poll();
            clock = Math.max(clock, t.at());
            trace.add(t.name() + "@" + clock);
            busy += t.cost();
            if (t.cost() > 1) events.add(new Task(clock + t.cost(), t.name() + "'", t.cost() / 2));
        }
        System.out.println(trace + " " + clock + " " + busy);
        PriorityBlockingQueue<Integer> pbq = new PriorityBlockingQueue<>(4, Comparator.reverseOrder());
        pbq.addAll(List.of(4, 7, 1));
        List<Integer> drained = new ArrayList<>();
        pbq.drainTo(drained, 2);
        System.out.println(drained + " " + pbq);
        Queue<Integer> linked = new LinkedList<>(List.of(1));
        System.out.println(linked.element() + "" + linked.remove() + linked.poll() + linked.peek());
        for (Runnable r : List.<Runnable>of(linked::remove, linked::element, () -> new PriorityQueue<Object>().addAll(List.of(new Object(), new Object())), () -> new PriorityQueue<Integer>().add(null), () -> new ArrayBlockingQueue<>(1) {{ add(1); add(2); }}.size())) {
            try {
                r.run();
            } catch (RuntimeException e) {
                System.out.println(e.getClass().getSimpleName() + " " + (e instanceof ClassCastException ? "" : e.getMessage()));
            }
        }
        long[] heap = new long[1001];
        Random random = new Random(6);
        PriorityQueue<Long> big = new PriorityQueue<>();
        for (int i = 0; i < 20_000; i++) {
            big.add(random.nextLong() % 100_000);
            if (big.size() > 1000) big.poll();
        }
        for (int i = 0; !big.isEmpty(); i++) heap[i] = big.poll();
        System.out.println(heap[0] + " " + heap[500] + " " + heap[999]);
    }
}
