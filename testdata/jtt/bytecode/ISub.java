// runs: (1, 2)=-1; (-2147483648, 1)=2147483647; (2147483647, -1)=-2147483648; (0, -2147483648)=-2147483648
public class ISub {
    public static int test(int a, int b) {
        return a - b;
    }
}
