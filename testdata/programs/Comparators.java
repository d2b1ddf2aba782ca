// Comparator factories and chains.
import java.util.*;
import java.util.stream.*;

public class Comparators {
    record P(String name, Integer age, double pay, String team) {}

    public static void main(String[] args) {
        List<P> ps = new ArrayList<>(List.of(new P("bob", 30, 10.5, "x"), new P("Al", 25, 9.75, "y"), new P("cy", null, 10.5, "x"), new P("Di", 30, 0, "z"), new P("al", 25, 100, "y")));
        Map<String, Comparator<P>> cs = new LinkedHashMap<>();
        cs.put("name", Comparator.comparing(P::name));
        cs.put("ignore case then pay", Comparator.comparing(P::name, String.CASE_INSENSITIVE_ORDER).thenComparingDouble(P::pay));
        cs.put("age nulls first", Comparator.comparing(P::age, Comparator.nullsFirst(Comparator.naturalOrder())));
        cs.put("age nulls last reversed", Comparator.comparing(P::age, Comparator.nullsLast(Comparator.<Integer>reverseOrder())).thenComparing(P::name));
        cs.put("team desc, pay asc", Comparator.comparing(P::team).reversed().thenComparingDouble(P::pay));
        cs.put("length", Comparator.<P>comparingInt(p -> p.name().length()).thenComparing(Comparator.comparing(P::name).reversed()));
        cs.put("long", Comparator.comparingLong(p -> -(long) p.pay()));
        cs.forEach((k, c) -> System.out.println(k + ": " + ps.stream().sorted(c).map(P::name).collect(Collectors.joining(" "))));
        Comparator<String> natural = Comparator.naturalOrder();
        System.out.println(natural.reversed().reversed() == natural ? "same" : "other");
        System.out.println(Collections.max(List.of(3, 1, 2), Collections.reverseOrder()) + " " + Stream.of("b", "a").sorted(Collections.reverseOrder(natural)).toList() + " " + Arrays.compare(new int[] {1, 2}, new int[] {1, 3}) + " " + Comparator.<Integer>naturalOrder().thenComparing(Comparator.reverseOrder()).compare(1, 1));
        try {
            ps.sort(Comparator.comparing(P::age));
        } catch (NullPointerException e) {
            System.out.println("null key");
        }
        Map<String, Integer> m = Map.of("a", 3, "b", 1, "c", 2);
        System.out.println(m.entrySet().stream().sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())).map(Map.Entry::getKey).toList());
    }
}
