// Hand-written quicksort, java.util's sorts of primitives, and of objects with a comparator.
// args: 60000
import java.util.*;

public class Sorting {
    static void quick(int[] a, int lo, int hi) {
        while (lo < hi) {
            int p = a[(lo + hi) >>> 1], i = lo, j = hi;
            while (i <= j) {
                while (a[i] < p) i++;
                while (a[j] > p) j--;
                if (i <= j) {
                    int t = a[i];
                    a[i++] = a[j];
                    a[j--] = t;
                }
            }
            quick(a, lo, j);
            lo = i;
        }
    }

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        int[] a = new Random(1).ints(n).toArray(), b = a.clone();
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < n / 4; i++) list.add(a[i]);
        quick(a, 0, n - 1);
        Arrays.sort(b);
        list.sort(Comparator.comparing(x -> x % 1000));
        String[] words = new String[n / 10];
        for (int i = 0; i < words.length; i++) words[i] = Integer.toString(a[i * 7919 % n], 36);
        Arrays.sort(words);
        System.out.println(Arrays.equals(a, b) + " " + Arrays.hashCode(a) + " " + list.hashCode() + " " + String.join("", words).hashCode());
    }
}
