// runs: ()=null
public class AConstNull {
    public static Object test() {
        return null;
    }
}
