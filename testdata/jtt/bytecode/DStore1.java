// runs: (0, 7.5, -8.25)=-8.25; (0, -8.25, 7.5)=7.5
public class DStore1 {
    public static double test(int p0, double v, double w) {
        v = w;
        return v;
    }
}
