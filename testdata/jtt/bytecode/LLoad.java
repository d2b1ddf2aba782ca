// runs: (0, 1, 2, 3, 4, 5, 7L)=7; (0, 1, 2, 3, 4, 5, -8L)=-8
public class LLoad {
    public static long test(int p0, int p1, int p2, int p3, int p4, int p5, long v) {
        return v;
    }
}
