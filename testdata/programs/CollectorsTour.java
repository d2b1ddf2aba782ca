// java.util.stream.Collectors.
import java.util.*;
import java.util.stream.*;
import static java.util.stream.Collectors.*;

public class CollectorsTour {
    static void show(Object o) {
        System.out.println(o);
    }

    enum Dept { DEV, OPS, HR }

    record Person(String name, Dept dept, int age, double pay) {}

    public static void main(String[] args) {
        List<Person> people = List.of(
            new Person("Ann", Dept.DEV, 31, 5200.5), new Person("Bob", Dept.OPS, 45, 4100),
            new Person("Cid", Dept.DEV, 27, 4800), new Person("Dee", Dept.HR, 52, 3900.25),
            new Person("Eve", Dept.OPS, 38, 4300), new Person("Fay", Dept.DEV, 41, 6100));
        show(people.stream().collect(groupingBy(Person::dept, () -> new EnumMap<>(Dept.class), mapping(Person::name, toList()))));
        show(people.stream().collect(groupingBy(Person::dept, TreeMap::new, averagingDouble(Person::pay))));
        show(people.stream().collect(partitioningBy(p -> p.age() > 40, counting())));
        show(people.stream().collect(toMap(Person::name, Person::age, (a, b) -> a, LinkedHashMap::new)));
        show(people.stream().map(Person::name).collect(joining(", ", "{", "}")));
        show(people.stream().collect(summarizingInt(Person::age)));
        show(people.stream().collect(summingDouble(Person::pay)));
        show(people.stream().collect(collectingAndThen(maxBy(Comparator.comparingInt(Person::age)), o -> o.map(Person::name).orElse("?"))));
        show(people.stream().collect(teeing(counting(), averagingInt(Person::age), (n, avg) -> n + "@" + avg)));
        show(people.stream().collect(groupingBy(p -> p.age() / 10 * 10, TreeMap::new, filtering(p -> p.pay() > 4000, mapping(Person::name, joining("+"))))));
        show(people.stream().collect(flatMapping(p -> p.name().chars().mapToObj(c -> (char) c), toCollection(TreeSet::new))));
        show(people.stream().collect(reducing(0, Person::age, Integer::sum)));
        show(people.stream().sorted(Comparator.comparing(Person::dept).thenComparing(Person::pay, Comparator.reverseOrder())).map(Person::name).toList());
        try {
            people.stream().collect(toMap(Person::dept, Person::name));
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        Collector<String, StringJoiner, String> custom = Collector.of(() -> new StringJoiner("|"), StringJoiner::add, StringJoiner::merge, StringJoiner::toString);
        System.out.println(Stream.of("a", "b", "c").collect(custom));
        System.out.println(Stream.of(1, 2, 3).collect(toUnmodifiableList()).getClass().getSimpleName().isEmpty());
        Map<Boolean, Map<Dept, Long>> nested = people.stream().collect(partitioningBy(p -> p.pay() > 4500, groupingBy(Person::dept, TreeMap::new, counting())));
        System.out.println(nested);
    }
}
