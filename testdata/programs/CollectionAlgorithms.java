// java.util.Collections algorithms and wrappers.
import java.util.*;

public class CollectionAlgorithms {
    public static void main(String[] args) {
        List<Integer> l = new ArrayList<>(List.of(5, 2, 8, 1, 9, 2));
        Collections.sort(l);
        System.out.println(l + " " + Collections.binarySearch(l, 8) + " " + Collections.binarySearch(l, 7) + " " + Collections.min(l) + Collections.max(l, Comparator.reverseOrder()) + " " + Collections.frequency(l, 2));
        Collections.reverse(l);
        Collections.swap(l, 0, 5);
        Collections.rotate(l, 2);
        System.out.println(l + " " + Collections.indexOfSubList(l, List.of(8, 5)) + Collections.lastIndexOfSubList(l, List.of(2)));
        Collections.replaceAll(l, 2, 22);
        Collections.addAll(l, 7, 7);
        System.out.println(l + " " + Collections.disjoint(l, List.of(3, 4)) + " " + Collections.nCopies(3, "x") + Collections.emptyList() + Collections.singletonMap("k", 1));
        Collections.fill(l.subList(0, 2), 0);
        Collections.copy(l, List.of(1, 1, 1));
        System.out.println(l + " " + Collections.unmodifiableList(l).getClass().getSimpleName() + " " + Collections.synchronizedList(l).size());
        List<Object> checked = new ArrayList<>(Collections.checkedList(new ArrayList<>(List.of("a")), String.class));
        @SuppressWarnings({"unchecked", "rawtypes"})
        List<Object> raw = (List) Collections.checkedList(new ArrayList<String>(), String.class);
        for (Runnable r : List.<Runnable>of(() -> raw.add(1), () -> Collections.unmodifiableList(l).add(1), () -> Collections.emptyMap().put("a", 1), () -> Collections.singleton(1).remove(1), () -> Collections.copy(new ArrayList<Integer>(), l), () -> Collections.nCopies(-1, 1))) {
            try {
                r.run();
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
        Set<String> set = Collections.newSetFromMap(new LinkedHashMap<>());
        set.add("b");
        set.add("a");
        Queue<Integer> lifo = Collections.asLifoQueue(new ArrayDeque<>());
        lifo.add(1);
        lifo.add(2);
        System.out.println(set + " " + lifo + " " + checked + " " + Collections.list(new Vector<>(List.of(1, 2)).elements()));
        List<String> words = new ArrayList<>(List.of("pear", "fig", "apple", "kiwi", "date", "plum"));
        words.sort(Comparator.comparing(String::length));
        System.out.println(words);
        words.sort(Comparator.comparing((String s) -> s.charAt(s.length() - 1)).thenComparing(Comparator.reverseOrder()));
        System.out.println(words);
        words.sort(Comparator.nullsFirst(Comparator.naturalOrder()));
        words.set(2, null);
        words.sort(Comparator.nullsLast(Comparator.comparing(s -> s, String.CASE_INSENSITIVE_ORDER.reversed())));
        System.out.println(words);
        List<int[]> stable = new ArrayList<>();
        for (int i = 0; i < 200; i++) stable.add(new int[] {i * 37 % 10, i});
        stable.sort(Comparator.comparingInt(x -> x[0]));
        boolean ok = true;
        for (int i = 1; i < 200; i++) ok &= stable.get(i - 1)[0] < stable.get(i)[0] || stable.get(i - 1)[1] < stable.get(i)[1];
        System.out.println(ok);
        try {
            List<Integer> broken = new ArrayList<>();
            for (int i = 0; i < 100; i++) broken.add(i * 7919 % 100);
            int[] flip = {0};
            broken.sort((x, y) -> flip[0]++ % 3 - 1);
            System.out.println("not detected");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        Iterator<List<Integer>> perms = permutations(List.of(1, 2, 3)).iterator();
        StringBuilder sb = new StringBuilder();
        perms.forEachRemaining(sb::append);
        System.out.println(sb);
    }

    static <T> List<List<T>> permutations(List<T> items) {
        if (items.isEmpty()) return List.of(List.of());
        List<List<T>> result = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            List<T> rest = new ArrayList<>(items);
            T head = rest.remove(i);
            for (List<T> p : permutations(rest)) {
                List<T> whole = new ArrayList<>(List.of(head));
                whole.addAll(p);
                result.add(whole);
            }
        }
        return result;
    }
}
