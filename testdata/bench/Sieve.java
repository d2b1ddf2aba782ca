// The sieve of Eratosthenes on a boolean array.
// args: 7000000
public class Sieve {
    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]), count = 0;
        boolean[] composite = new boolean[n + 1];
        for (int i = 2; i <= n; i++) {
            if (composite[i]) continue;
            count++;
            if ((long) i * i <= n) for (int j = i * i; j <= n; j += i) composite[j] = true;
        }
        System.out.println(count);
    }
}
