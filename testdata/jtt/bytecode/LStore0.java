// runs: (7L, -8L)=-8; (-8L, 7L)=7
public class LStore0 {
    public static long test(long v, long w) {
        v = w;
        return v;
    }
}
