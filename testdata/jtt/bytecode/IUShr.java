// runs: (-1, 31)=1; (-2147483648, 31)=1; (-8, 1)=2147483644; (8, 33)=4; (-1, 0)=-1; (-1, 32)=-1
public class IUShr {
    public static int test(int a, int b) {
        return a >>> b;
    }
}
