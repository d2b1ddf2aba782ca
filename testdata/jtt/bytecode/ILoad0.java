// runs: (7)=7; (-8)=-8
public class ILoad0 {
    public static int test(int v) {
        return v;
    }
}
