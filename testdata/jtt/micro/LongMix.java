// runs: (1)=8748534153485358512; (20000)=2658416250084589850
public class LongMix {
    public static long test(int n) {
        long x = 88172645463325252L;
        for (int i = 0; i < n; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }
}
