package org.fengqiao.people;

/**
 * Where a nickname is somebody's: the same "平安是福" in two groups is two people.
 *
 * @param key how the place is kept
 */
public record NicknamePlace(String key) {

    /** A chat group. */
    public static NicknamePlace inGroup(int group) {
        return new NicknamePlace("group:" + group);
    }

    /** A bridge whose messages name no group of ours. */
    public static NicknamePlace atBridge(int bridge) {
        return new NicknamePlace("bridge:" + bridge);
    }
}
