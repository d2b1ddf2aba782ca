// TreeMap and ConcurrentSkipListMap navigation, views and random operations against a model.
import java.util.*;
import java.util.concurrent.*;

public class TreeMaps {
    static void tour(NavigableMap<Integer, String> m) {
        for (int i = 10; i <= 100; i += 10) m.put(i, "v" + i);
        System.out.println(m.floorKey(35) + " " + m.ceilingKey(35) + " " + m.lowerKey(30) + " " + m.higherKey(30) + " " + m.firstEntry() + " " + m.lastEntry() + " " + m.floorEntry(5) + " " + m.headMap(30) + m.headMap(30, true) + m.tailMap(90) + m.subMap(20, false, 50, true) + m.descendingMap().headMap(80));
        NavigableMap<Integer, String> sub = m.subMap(20, true, 60, false);
        sub.put(25, "new");
        sub.remove(30);
        try {
            sub.put(99, "x");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(sub + " " + sub.size() + " " + sub.pollFirstEntry() + m.pollLastEntry() + " " + m.navigableKeySet().descendingSet() + " " + sub.descendingKeySet().first());
    }

    public static void main(String[] args) {
        tour(new TreeMap<>());
        tour(new ConcurrentSkipListMap<>());
        TreeMap<Integer, Integer> tree = new TreeMap<>();
        boolean[] model = new boolean[500];
        Random r = new Random(31);
        int bad = 0;
        for (int i = 0; i < 20_000; i++) {
            int k = r.nextInt(500);
            if (r.nextInt(3) > 0) { tree.put(k, i); model[k] = true; } else { tree.remove(k); model[k] = false; }
            int p = r.nextInt(500), want = p;
            while (want < 500 && !model[want]) want++;
            Integer got = tree.ceilingKey(p);
            if ((got == null ? 500 : got) != want) bad++;
        }
        int count = 0;
        for (boolean b : model) if (b) count++;
        System.out.println(bad + " " + (tree.size() == count) + " " + tree.size());
        TreeMap<String, Integer> ci = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ci.put("Key", 1);
        ci.put("KEY", 2);
        System.out.println(ci + " " + ci.get("kEy") + " " + ci.comparator().compare("a", "B"));
        NavigableSet<Integer> set = new ConcurrentSkipListSet<>(List.of(5, 1, 3));
        System.out.println(set.pollFirst() + " " + set.higher(3) + " " + set.descendingIterator().next() + " " + tree.entrySet().iterator().next().getKey());
    }
}
