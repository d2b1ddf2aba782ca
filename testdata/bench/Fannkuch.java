// Permutations and pancake flips: int arrays.
// args: 9
public class Fannkuch {
    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        int[] perm = new int[n], perm1 = new int[n], count = new int[n];
        int maxFlips = 0, checksum = 0, r = n, number = 0;
        for (int i = 0; i < n; i++) perm1[i] = i;
        while (true) {
            for (; r != 1; r--) count[r - 1] = r;
            for (int i = 0; i < n; i++) perm[i] = perm1[i];
            int flips = 0;
            for (int k; (k = perm[0]) != 0; flips++) {
                for (int i = 0, j = k; i < j; i++, j--) {
                    int t = perm[i];
                    perm[i] = perm[j];
                    perm[j] = t;
                }
            }
            maxFlips = Math.max(maxFlips, flips);
            checksum += number % 2 == 0 ? flips : -flips;
            while (true) {
                if (r == n) {
                    System.out.println(checksum + " " + maxFlips);
                    return;
                }
                int first = perm1[0];
                for (int i = 0; i < r; i++) perm1[i] = perm1[i + 1];
                perm1[r] = first;
                if (--count[r] > 0) break;
                r++;
            }
            number++;
        }
    }
}
