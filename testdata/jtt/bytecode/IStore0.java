// runs: (7, -8)=-8; (-8, 7)=7
public class IStore0 {
    public static int test(int v, int w) {
        v = w;
        return v;
    }
}
