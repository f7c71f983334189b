package dev.tailrace.model;

/** What of some records whoever goes over those after them has to know. Any thread: immutable. */
public interface BatchState {}
