// An LRU cache two ways: LinkedHashMap in access order, and a hand-made linked list.
import java.util.*;

public class LruCache {
    static class Linked<K, V> extends LinkedHashMap<K, V> {
        final int max;
        Linked(int max) { super(16, 0.75f, true); this.max = max; }
        @Override protected boolean removeEldestEntry(Map.Entry<K, V> e) { return size() > max; }
    }

    static class Manual<K, V> {
        private class Node { K k; V v; Node prev, next; }
        private final Map<K, Node> map = new HashMap<>();
        private final Node head = new Node();
        private final int max;
        int hits, misses;

        Manual(int max) { this.max = max; head.prev = head.next = head; }

        private void unlink(Node n) { n.prev.next = n.next; n.next.prev = n.prev; }

        private void front(Node n) { n.next = head.next; n.prev = head; head.next.prev = n; head.next = n; }

        V get(K k) {
            Node n = map.get(k);
            if (n == null) { misses++; return null; }
            hits++;
            unlink(n);
            front(n);
            return n.v;
        }

        void put(K k, V v) {
            Node n = map.get(k);
            if (n == null) {
                n = new Node();
                n.k = k;
                map.put(k, n);
                if (map.size() > max) {
                    map.remove(head.prev.k);
                    unlink(head.prev);
                }
            } else unlink(n);
            n.v = v;
            front(n);
        }

        List<K> keys() {
            List<K> l = new ArrayList<>();
            for (Node n = head.prev; n != head; n = n.prev) l.add(n.k);
            return l;
        }
    }

    public static void main(String[] args) {
        Linked<Integer, String> a = new Linked<>(8);
        Manual<Integer, String> b = new Manual<>(8);
        Random r = new Random(77);
        int differ = 0;
        for (int i = 0; i < 20_000; i++) {
            int k = (int) Math.abs(r.nextGaussian() * 6);
            String x = a.get(k), y = b.get(k);
            if (!Objects.equals(x, y)) differ++;
            if (x == null) {
                a.put(k, "v" + i);
                b.put(k, "v" + i);
            }
        }
        System.out.println(differ + " " + new ArrayList<>(a.keySet()).equals(b.keys()) + " " + b.keys() + " " + b.hits + "/" + b.misses + " " + a.values().iterator().next());
    }
}
