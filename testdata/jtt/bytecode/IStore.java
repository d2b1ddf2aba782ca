// runs: (0, 1, 2, 3, 4, 5, 7, -8)=-8; (0, 1, 2, 3, 4, 5, -8, 7)=7
public class IStore {
    public static int test(int p0, int p1, int p2, int p3, int p4, int p5, int v, int w) {
        v = w;
        return v;
    }
}
