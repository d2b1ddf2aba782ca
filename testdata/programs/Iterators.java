// Iterators: fail-fast behaviour, removal, custom iterables, list iterators, spliterators.
import java.util.*;
import java.util.concurrent.*;
import java.util.function.*;

public class Iterators {
    static void check(String name, Runnable r) {
        try {
            r.run();
            System.out.println(name + " fine");
        } catch (RuntimeException e) {
            System.out.println(name + " " + e);
        }
    }

    static class Tree<T extends Comparable<T>> implements Iterable<T> {
        T v;
        Tree<T> l, r;
        Tree(T v) { this.v = v; }
        void add(T t) {
            if (t.compareTo(v) < 0) { if (l == null) l = new Tree<>(t); else l.add(t); }
            else if (r == null) r = new Tree<>(t); else r.add(t);
        }
        public Iterator<T> iterator() {
            Deque<Tree<T>> stack = new ArrayDeque<>();
            for (Tree<T> t = this; t != null; t = t.l) stack.push(t);
            return new Iterator<T>() {
                public boolean hasNext() { return !stack.isEmpty(); }
                public T next() {
                    Tree<T> n = stack.pop();
                    for (Tree<T> t = n.r; t != null; t = t.l) stack.push(t);
                    return n.v;
                }
            };
        }
    }

    static Iterable<Integer> range(int a, int b) {
        return () -> new Iterator<>() {
            int at = a;
            public boolean hasNext() { return at < b; }
            public Integer next() { if (at >= b) throw new NoSuchElementException("past " + b); return at++; }
        };
    }

    public static void main(String[] args) {
        List<Integer> list = new ArrayList<>(List.of(1, 2, 3, 4));
        check("list", () -> { for (int i : list) if (i == 2) list.remove(0); });
        check("second last", () -> { for (int i : list) if (i == 3) list.add(9); });
        check("forEach", () -> list.forEach(i -> list.add(i)));
        Map<String, Integer> map = new HashMap<>(Map.of("a", 1, "b", 2));
        check("map", () -> { for (String k : map.keySet()) map.put(k + "x", 0); });
        check("tree", () -> { TreeMap<Integer, Integer> t = new TreeMap<>(Map.of(1, 1, 2, 2)); for (int k : t.keySet()) t.remove(2 - k + 1); });
        check("compute", () -> map.computeIfAbsent("zz", k -> { map.put("yy", 1); return 2; }));
        check("sublist", () -> { List<Integer> s = list.subList(0, 2); list.add(5); s.size(); });
        check("copy on write", () -> { List<Integer> c = new CopyOnWriteArrayList<>(list); for (int i : c) c.add(i); });
        check("concurrent", () -> { Map<Integer, Integer> c = new ConcurrentHashMap<>(Map.of(1, 1)); for (int k : c.keySet()) c.put(k, 5); });
        check("remove twice", () -> { Iterator<Integer> it = list.iterator(); it.next(); it.remove(); it.remove(); });
        check("remove first", () -> list.iterator().remove());
        check("no remove", () -> { Iterator<Integer> it = range(0, 3).iterator(); it.next(); it.remove(); });
        check("past end", () -> { Iterator<Integer> it = range(0, 1).iterator(); it.next(); it.next(); });
        Tree<String> t = new Tree<>("m");
        for (String s : "q d x a f z b".split(" ")) t.add(s);
        StringBuilder sb = new StringBuilder();
        for (String s : t) sb.append(s);
        System.out.println(sb + " " + String.join("-", t));
        int total = 0;
        for (int i : range(1, 5)) for (int j : range(i, 5)) total += i * j;
        System.out.println(total);
        ListIterator<Integer> li = list.listIterator(list.size());
        while (li.hasPrevious()) {
            int i = li.previousIndex(), v = li.previous();
            if (i % 2 == 0) li.set(v * 100); else li.remove();
        }
        System.out.println(list);
        PrimitiveIterator.OfInt ints = new Random(4).ints(3, 0, 50).iterator();
        ints.forEachRemaining((IntConsumer) i -> System.out.print(i + " "));
        Enumeration<Integer> e = Collections.enumeration(List.of(7, 8));
        while (e.hasMoreElements()) System.out.print(e.nextElement() + " ");
        Spliterator<String> sp = t.spliterator();
        sp.tryAdvance(s -> System.out.print("first " + s));
        sp.forEachRemaining(System.out::print);
        System.out.println(" " + sp.hasCharacteristics(Spliterator.SIZED));
    }
}
