// Streams, lambdas and collectors.
// args: 60000
import java.util.*;
import java.util.stream.*;

public class Streams {
    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        long a = IntStream.range(0, n).filter(i -> i % 3 != 0).mapToLong(i -> (long) i * i % 1009).sum();
        Map<Integer, Long> groups = IntStream.range(0, n / 2).boxed().collect(Collectors.groupingBy(i -> i % 17, TreeMap::new, Collectors.counting()));
        String joined = IntStream.range(0, n / 10).mapToObj(Integer::toString).filter(s -> s.endsWith("7")).sorted(Comparator.reverseOrder()).limit(50).collect(Collectors.joining(","));
        int b = Stream.iterate(1, x -> x * 31 % 65537).limit(n / 3).map(x -> x ^ x >> 3).distinct().reduce(0, Integer::sum);
        double c = DoubleStream.iterate(1, x -> x * 0.999).limit(n / 2).map(Math::sqrt).sum();
        System.out.println(a + " " + groups.hashCode() + " " + joined.hashCode() + " " + b + " " + c);
    }
}
