// runs: (5)=5; (-1)=-1; (-2147483648)=-2147483648
public class I2L {
    public static long test(int a) {
        return (long) a;
    }
}
