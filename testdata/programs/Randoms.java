// Seeded random numbers: Random, SplittableRandom, RandomGenerator, Collections.shuffle.
import java.util.*;
import java.util.random.*;
import java.util.stream.*;

public class Randoms {
    public static void main(String[] args) {
        Random r = new Random(12345);
        System.out.println(r.nextInt() + " " + r.nextInt(100) + " " + r.nextInt(64) + " " + r.nextLong() + " " + r.nextDouble() + " " + r.nextFloat() + " " + r.nextBoolean() + " " + r.nextGaussian() + " " + r.nextGaussian() + " " + r.nextInt(5, 10));
        byte[] bytes = new byte[7];
        r.nextBytes(bytes);
        System.out.println(Arrays.toString(bytes) + " " + r.ints(5).boxed().toList() + " " + r.ints(5, 0, 10).boxed().toList() + " " + r.doubles(2).boxed().toList() + " " + r.longs(2, 0, 1000).boxed().toList());
        SplittableRandom s = new SplittableRandom(7);
        System.out.println(s.nextInt() + " " + s.nextLong(1000) + " " + s.split().nextDouble() + " " + s.nextInt(3, 9));
        for (String name : List.of("L64X128MixRandom", "Xoshiro256PlusPlus", "L32X64MixRandom", "Xoroshiro128PlusPlus")) {
            RandomGenerator g = RandomGeneratorFactory.of(name).create(42);
            System.out.println(name + " " + g.nextInt() + " " + g.nextLong() + " " + g.nextDouble(1, 2) + " " + g.nextGaussian());
        }
        List<Integer> l = IntStream.range(0, 20).boxed().collect(Collectors.toList());
        Collections.shuffle(l, new Random(1));
        System.out.println(l);
        int[] histogram = new int[10];
        Random h = new Random(99);
        for (int i = 0; i < 100_000; i++) histogram[h.nextInt(10)]++;
        System.out.println(Arrays.toString(histogram));
        long inside = IntStream.range(0, 100_000).filter(i -> Math.hypot(h.nextDouble(), h.nextDouble()) < 1).count();
        System.out.println(inside);
        r.setSeed(0);
        System.out.println(r.nextInt() + " " + new Random(0).nextInt());
        try {
            r.nextInt(0);
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        double m = Math.random();
        System.out.println(m >= 0 && m < 1);
    }
}
