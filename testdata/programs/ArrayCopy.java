// System.arraycopy, clone and java.util.Arrays; ArrayStoreException messages.
import java.util.*;

public class ArrayCopy {
    static void copy(Object src, int sp, Object dst, int dp, int n) {
        try {
            System.arraycopy(src, sp, dst, dp, n);
            System.out.println("ok");
        } catch (RuntimeException e) {
            System.out.println(e);
        }
    }

    public static void main(String[] args) {
        int[] a = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        System.arraycopy(a, 0, a, 3, 5);
        System.out.println(Arrays.toString(a));
        System.arraycopy(a, 4, a, 1, 6);
        System.out.println(Arrays.toString(a));
        copy(a, -1, a, 0, 1);
        copy(a, 8, a, 0, 3);
        copy(a, 0, a, 9, 2);
        copy(a, 0, a, 0, -1);
        copy(a, 10, a, 10, 0);
        copy(a, 11, a, 0, 0);
        copy(a, 0, new long[20], 0, 1);
        copy(a, 0, new Object[20], 0, 1);
        copy("s", 0, a, 0, 1);
        copy(a, 0, "s", 0, 1);
        copy(null, 0, a, 0, 1);
        copy(new byte[3], 0, new boolean[3], 0, 1);
        Object[] mixed = {"a", "b", 3, "d"};
        String[] strings = new String[4];
        copy(mixed, 0, strings, 0, 4);
        System.out.println(Arrays.toString(strings));
        copy(new Object[] {"x", null}, 0, strings, 2, 2);
        copy(new Integer[] {1}, 0, strings, 0, 1);
        copy(new Integer[] {null}, 0, strings, 0, 1);
        copy(new int[2][2], 0, new Object[2], 0, 2);
        copy(new Object[2], 0, new int[5], 1, 5);
        copy(new String[2], 1, new Integer[5], 4, 2);
        copy(new double[2], Integer.MAX_VALUE, new double[5], 4, 2);
        System.out.println(Arrays.toString(strings));
        for (Runnable r : List.<Runnable>of(() -> ((Object[]) new String[1])[0] = 1, () -> ((Object[]) new Integer[1][])[0] = new int[1], () -> ((Number[]) new Integer[1])[0] = 2.0,
                () -> ((Object[]) new List[1])[0] = "x", () -> ((Object[][]) new String[1][1])[0] = new Object[1], () -> ((Object[]) new Runnable[1])[0] = new Object())) {
            try {
                r.run();
            } catch (ArrayStoreException e) {
                System.out.println(e.getMessage());
            }
        }
        int[][] deep = {{1}, {2, 3}};
        int[][] shallow = deep.clone();
        shallow[0][0] = 9;
        shallow[1] = null;
        System.out.println(Arrays.deepToString(deep) + Arrays.deepToString(shallow) + " " + (new String[0].clone().getClass() == String[].class));
        long[] l = new long[5];
        Arrays.fill(l, 1, 4, 7);
        Arrays.setAll(a, i -> 9 - i);
        int[] sorted = a.clone();
        Arrays.sort(sorted, 2, 8);
        System.out.println(Arrays.toString(l) + Arrays.toString(a) + Arrays.toString(sorted) + Arrays.toString(Arrays.copyOf(a, 12)) + Arrays.toString(Arrays.copyOfRange(a, 8, 11)) + Arrays.equals(a, a.clone()) + Arrays.hashCode(a) + " " + Arrays.mismatch(a, sorted) + " " + Arrays.compare(a, sorted) + Arrays.deepEquals(deep, new int[][] {{9}, {2, 3}}) + Arrays.binarySearch(new int[] {1, 3, 5}, 4) + Arrays.stream(a).sum());
        Object[] copied = Arrays.copyOf(strings, 2, Object[].class);
        copied[0] = 1;
        System.out.println(copied.getClass().getSimpleName() + " " + Arrays.asList(strings));
        char[] chars = "characters".toCharArray();
        Arrays.sort(chars);
        double[] ds = {2, Double.NaN, -0.0, 0.0, -1};
        Arrays.sort(ds);
        Integer[] boxed = {3, 1, 2};
        Arrays.sort(boxed, Collections.reverseOrder());
        Arrays.parallelPrefix(a, Integer::sum);
        System.out.println(new String(chars) + Arrays.toString(ds) + Arrays.toString(boxed) + Arrays.toString(a));
        short[] big = new short[5000];
        for (int i = 0; i < big.length; i++) big[i] = (short) (i * 7919);
        Arrays.sort(big);
        int[] bigInts = new Random(3).ints(20_000).toArray();
        Arrays.sort(bigInts);
        System.out.println(big[0] + " " + big[2500] + " " + bigInts[0] + " " + bigInts[10_000]);
    }
}
