// Sequential streams: sources, intermediate and terminal operations, laziness.
import java.util.*;
import java.util.function.*;
import java.util.stream.*;

public class StreamsTour {
    public static void main(String[] args) {
        System.out.println(IntStream.rangeClosed(1, 10).filter(i -> i % 2 == 1).map(i -> i * i).sum());
        System.out.println(Stream.of("delta", "alpha", "charlie", "bravo").sorted().map(String::toUpperCase).toList());
        System.out.println(Stream.iterate(1, x -> x * 3).limit(8).reduce(0, Integer::sum));
        System.out.println(Stream.iterate(1, x -> x < 200, x -> x * 2).map(String::valueOf).collect(Collectors.joining("<")));
        System.out.println(IntStream.of(3, 1, 2).boxed().sorted(Comparator.reverseOrder()).toList());
        System.out.println(Stream.of(1, 2, 3, 4).flatMap(i -> Stream.generate(() -> i).limit(i)).toList());
        System.out.println(Stream.of(List.of(1, 2), List.of(3)).<Integer>mapMulti((l, sink) -> l.forEach(sink)).toList());
        System.out.println(Stream.of(5, 3, 5, 1, 3).distinct().skip(1).toList());
        System.out.println(Stream.of(1, 2, 3, 4, 1).takeWhile(i -> i < 4).toList() + "" + Stream.of(1, 2, 3, 4, 1).dropWhile(i -> i < 4).toList());
        StringBuilder trace = new StringBuilder();
        Optional<Integer> first = Stream.of(1, 2, 3, 4, 5).peek(i -> trace.append("p").append(i))
            .filter(i -> { trace.append("f").append(i); return i > 2; }).map(i -> { trace.append("m").append(i); return i * 10; }).findFirst();
        System.out.println(first + " " + trace);
        System.out.println(Stream.of("a", "bb", "ccc").anyMatch(s -> s.length() == 2) + " "
            + Stream.of("a", "bb").allMatch(s -> s.length() < 2) + " " + Stream.empty().noneMatch(o -> true));
        System.out.println(Stream.of("x", "yyy", "zz").max(Comparator.comparing(String::length)).get()
            + Stream.of("x", "yyy", "zz").min(Comparator.naturalOrder()).get());
        IntSummaryStatistics stats = IntStream.range(0, 100).map(i -> i * i % 37).summaryStatistics();
        System.out.println(stats);
        System.out.println(DoubleStream.of(1.5, 2.5, 3.5).average().getAsDouble() + " " + DoubleStream.of(0.1, 0.2, 0.3).sum());
        System.out.println(LongStream.rangeClosed(1, 20).reduce(1, (a, b) -> a * b));
        System.out.println("stream of chars".chars().filter(Character::isLetter).mapToObj(c -> String.valueOf((char) c)).collect(Collectors.joining()));
        System.out.println(Arrays.stream(new int[] {9, 8, 7}, 1, 3).mapToObj(Integer::toString).toList());
        System.out.println(Stream.concat(Stream.of(1), Stream.of(2, 3)).mapToInt(Integer::intValue).asLongStream().sum());
        Iterator<Integer> iterator = Stream.of(1, 2, 3).iterator();
        int n = 0;
        while (iterator.hasNext()) n = n * 10 + iterator.next();
        System.out.println(n);
        Spliterator<Integer> split = List.of(1, 2, 3, 4, 5, 6).spliterator();
        Spliterator<Integer> left = split.trySplit();
        System.out.println(split.estimateSize() + " " + left.estimateSize());
        System.out.println(StreamSupport.stream(left, false).toList());
        Stream<Integer> once = Stream.of(1);
        once.count();
        try {
            once.count();
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
        StringBuilder closed = new StringBuilder();
        try (Stream<Integer> s = Stream.of(1).onClose(() -> closed.append("closed"))) {
            closed.append(s.count());
        }
        System.out.println(closed);
        List<Integer> primes = IntStream.iterate(2, i -> i + 1).filter(i -> IntStream.rangeClosed(2, (int) Math.sqrt(i)).noneMatch(d -> i % d == 0)).limit(25).boxed().collect(Collectors.toList());
        System.out.println(primes);
        BinaryOperator<Function<Integer, Integer>> compose = Function::andThen;
        Function<Integer, Integer> chain = Stream.<Function<Integer, Integer>>of(x -> x + 1, x -> x * 2, x -> x - 3).reduce(Function.identity(), compose);
        System.out.println(chain.apply(10));
        System.out.println(IntStream.range(0, 1000).parallel().map(i -> i * 2).sum());
        int[][] grid = IntStream.range(0, 3).mapToObj(r -> IntStream.range(0, 3).map(c -> r * 3 + c).toArray()).toArray(int[][]::new);
        System.out.println(Arrays.deepToString(grid));
        System.out.println(new Random(42).ints(5, 0, 100).boxed().toList());
        System.out.println(Stream.of(Optional.of(1), Optional.<Integer>empty()).flatMap(Optional::stream).toList());
    }
}
