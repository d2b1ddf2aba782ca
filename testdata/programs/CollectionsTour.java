// Every general-purpose collection: insertion, lookup, removal, iteration order, views.
import java.util.*;

public class CollectionsTour {
    public static void main(String[] args) {
        List<Integer> array = new ArrayList<>();
        for (int i = 0; i < 20; i++) array.add(i * 7 % 20);
        array.remove(Integer.valueOf(13));
        array.remove(0);
        array.add(3, 99);
        System.out.println(array + " " + array.indexOf(99) + " " + array.contains(13));
        array.removeIf(x -> x % 2 == 0);
        array.replaceAll(x -> x * 10);
        System.out.println(array + " " + array.subList(2, 5));

        LinkedList<String> linked = new LinkedList<>(List.of("b", "c"));
        linked.addFirst("a");
        linked.addLast("d");
        ListIterator<String> it = linked.listIterator();
        while (it.hasNext()) {
            String s = it.next();
            if (s.equals("b")) it.add("b2");
            if (s.equals("c")) it.remove();
        }
        System.out.println(linked + " " + linked.peekFirst() + linked.pollLast());

        ArrayDeque<Integer> deque = new ArrayDeque<>();
        for (int i = 0; i < 40; i++) {
            if (i % 3 == 0) deque.addFirst(i); else deque.addLast(i);
            if (i % 5 == 0) deque.pollLast();
        }
        System.out.println(deque);

        Map<String, Integer> hash = new HashMap<>();
        for (String w : "the quick brown fox jumps over the lazy dog the end".split(" ")) {
            hash.merge(w, 1, Integer::sum);
        }
        System.out.println(hash);
        System.out.println(hash.getOrDefault("cat", -1) + " " + hash.computeIfAbsent("cat", String::length)
            + " " + hash.computeIfPresent("the", (k, v) -> null) + " " + hash.putIfAbsent("cat", 5));
        hash.entrySet().removeIf(e -> e.getKey().length() < 4);
        System.out.println(new TreeMap<>(hash));

        Map<Integer, String> big = new HashMap<>(4);
        for (int i = 0; i < 5000; i++) big.put(i * 31 ^ i << 9, "v" + i);
        long sum = 0;
        for (Map.Entry<Integer, String> e : big.entrySet()) sum = sum * 31 + e.getKey() + e.getValue().length();
        System.out.println(big.size() + " " + sum);

        // Colliding keys force tree bins.
        record Key(int n) implements Comparable<Key> {
            @Override public int hashCode() { return n % 3; }
            @Override public int compareTo(Key o) { return Integer.compare(n, o.n); }
        }
        Map<Key, Integer> bins = new HashMap<>();
        for (int i = 0; i < 300; i++) bins.put(new Key(i), i);
        for (int i = 0; i < 300; i += 2) bins.remove(new Key(i));
        int total = 0;
        for (int v : bins.values()) total += v;
        System.out.println(bins.size() + " " + total + " " + bins.get(new Key(151)) + " " + bins.get(new Key(150)));

        Set<String> linkedSet = new LinkedHashSet<>(List.of("z", "y", "x"));
        linkedSet.add("y");
        linkedSet.addAll(List.of("w", "x"));
        System.out.println(linkedSet);
        TreeSet<Integer> tree = new TreeSet<>(Comparator.reverseOrder());
        tree.addAll(List.of(5, 1, 4, 2, 3));
        System.out.println(tree + " " + tree.headSet(3) + tree.higher(3) + tree.descendingSet());

        Vector<Integer> vector = new Vector<>(List.of(1, 2, 3));
        Stack<Integer> stack = new Stack<>();
        stack.addAll(vector);
        System.out.println(stack.pop() + stack.peek() + " " + stack.search(1) + " " + vector.elementAt(2));
        Hashtable<String, Integer> table = new Hashtable<>(Map.of("one", 1));
        System.out.println(table);

        System.out.println(List.of(1, 2, 3).equals(Arrays.asList(1, 2, 3)) + " " + Map.of("a", 1).equals(new TreeMap<>(Map.of("a", 1))));
        System.out.println(List.copyOf(linked).hashCode() + " " + Set.of(1, 2, 3).hashCode() + " " + hash.hashCode());
        for (Runnable r : List.<Runnable>of(
                () -> List.of(1).add(2),
                () -> Collections.unmodifiableMap(hash).put("k", 1),
                () -> List.of(1, null),
                () -> Map.of("a", 1, "a", 2),
                () -> Set.of(1, 1),
                () -> new ArrayDeque<>().add(null),
                () -> new ArrayDeque<>().pop(),
                () -> new ArrayList<>().get(0),
                () -> new TreeMap<String, Integer>().put(null, 1),
                () -> new ArrayList<>(-1),
                () -> Arrays.asList(1, 2).add(3))) {
            try {
                r.run();
                System.out.println("no exception");
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
        Object[] objects = array.toArray();
        Integer[] integers = array.toArray(new Integer[0]);
        System.out.println(Arrays.toString(objects).equals(Arrays.toString(integers)) + " " + integers.getClass().getSimpleName());
    }
}
