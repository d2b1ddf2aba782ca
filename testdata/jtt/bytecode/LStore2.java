// runs: (0, 1, 7L, -8L)=-8; (0, 1, -8L, 7L)=7
public class LStore2 {
    public static long test(int p0, int p1, long v, long w) {
        v = w;
        return v;
    }
}
