// runs: (0, 7, -8)=-8; (0, -8, 7)=7
public class IStore1 {
    public static int test(int p0, int v, int w) {
        v = w;
        return v;
    }
}
