// runs: (5)=5.0; (-2147483648)=-2147483648; (16777217)=16777217
public class I2D {
    public static double test(int a) {
        return (double) a;
    }
}
