// runs: ()=0
public class FConst0 {
    public static float test() {
        return 0f;
    }
}
