// runs: (5)=5.0; (-1)=-1.0; (2147483647)=2147483648; (16777217)=16777216; (33554435)=33554436
public class I2F {
    public static float test(int a) {
        return (float) a;
    }
}
