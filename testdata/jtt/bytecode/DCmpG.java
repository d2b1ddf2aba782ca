// runs: (1, 2)=11; (2, 1)=0; (2, 2)=10; (Double.NaN, 1)=0; (1, Double.NaN)=0; (-0.0, 0.0)=10
public class DCmpG {
    public static int test(double a, double b) {
        return (a < b ? 1 : 0) + (a <= b ? 10 : 0);
    }
}
