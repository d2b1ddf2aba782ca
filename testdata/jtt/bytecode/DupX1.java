// runs: (3)=445; (-1)=1
public class DupX1 {
    int f;

    public static int test(int n) {
        DupX1 x = new DupX1();
        int r = x.f = n + 1;
        int s = x.f++;
        return r * 100 + s * 10 + x.f;
    }
}
