// runs: (100)=2006; (-100)=-2006; (2147483647)=129924558; (-2147483648)=-129925560
public class DivByConstant {
    public static int test(int n) {
        return n / 7 + n % 7 * 1000 + n / -3 + (n >> 2) + n / 1024;
    }
}
