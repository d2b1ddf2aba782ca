// runs: ()=1
public class FConst1 {
    public static float test() {
        return 1f;
    }
}
